"""How we get it off the page: bytes to Document, Document to Facts. Imports only schemas."""
