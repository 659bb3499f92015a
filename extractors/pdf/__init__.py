"""PDF pages: text and rules by PDFium, and by pdfplumber where a page does not come out whole."""
