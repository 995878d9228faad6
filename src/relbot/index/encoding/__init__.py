"""The embedding model: resolved and verified, exported to ONNX, run, and its vectors pooled."""
