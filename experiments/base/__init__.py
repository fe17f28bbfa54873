"""What every room stands on: errors, files, settings, fonts, the cache of kernels."""
