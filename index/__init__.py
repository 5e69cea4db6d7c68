"""How a document is found again: the ledger of figures and the passages, in one folder that is replaced whole."""
