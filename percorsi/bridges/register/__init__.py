"""The office's register, read from a workbook into typed rows: no Django and no database in this stage."""
