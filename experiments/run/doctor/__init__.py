"""What this machine has and lacks, and whether the model computes here what was tested."""
