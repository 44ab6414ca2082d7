"""Survei Kepuasan Masyarakat: who is asked, what is kept of the answers, and the index that comes of them."""
