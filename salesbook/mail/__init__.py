"""Mail: messages built from plain data, a ledger of what was sent, and the ways in which a message leaves."""
