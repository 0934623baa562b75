"""What supports a claim: codebook, codings, counts and quotations."""
