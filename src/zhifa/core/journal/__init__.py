"""The journal, computed: canonical bytes, commitments, chain, tree, checkpoints, proofs. Rows are in the store."""
