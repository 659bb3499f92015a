"""What the samples are made with: content in, Word, PDF and plain text out."""
