"""Kit: the workbook in which a verifier computes every derived number again."""
