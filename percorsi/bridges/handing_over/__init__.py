"""The register handed over: the office's own workbook, written so that reading it back gives the same rows."""
