// Letters by npm libraries: node npm_letters.mjs LIBRARY FOLDER, started and asked by letter_ways.py.
//
// FOLDER holds letter.xlsx (finished), template.xlsx (with ${v0}, ${v1} … where letters differ) and values.json
// ([[cell, value of each letter], …]). Each line of input is the number of a letter; its size is answered.
// The packages are looked for in the folder named by SALESBOOK_NODE, or where node is started.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [library, folder] = process.argv.slice(2);
const load = createRequire(join(resolve(process.env.SALESBOOK_NODE ?? "."), "here.js"));
const letter = readFileSync(join(folder, "letter.xlsx"));
const template = readFileSync(join(folder, "template.xlsx"));
const cells = JSON.parse(readFileSync(join(folder, "values.json"), "utf8"));

const ways = {
  "xlsx-template": (XlsxTemplate) => async (number) => {
    const work = new XlsxTemplate(template);
    work.substitute(1, Object.fromEntries(cells.map(([, values], index) => [`v${index}`, values[number]])));
    return work.generate({ type: "nodebuffer" });
  },
  exceljs: (ExcelJS) => async (number) => {
    const work = new ExcelJS.Workbook();
    await work.xlsx.load(letter);
    for (const [at, values] of cells) work.worksheets[0].getCell(at).value = values[number];
    return work.xlsx.writeBuffer();
  },
  "xlsx-populate": (XlsxPopulate) => async (number) => {
    const work = await XlsxPopulate.fromDataAsync(letter);
    for (const [at, values] of cells) work.sheet(0).cell(at).value(values[number]);
    return work.outputAsync();
  },
};

const loaded = load(library);
const make = ways[library](loaded.default ?? loaded);
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  console.log((await make(Number(line))).length);
}
