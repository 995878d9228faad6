"""The embedding model: resolving, verifying, exporting to ONNX and running it, and pooling its vectors."""
