"""Archives of the web: WARC and WACZ files read as containers, and every fetch from the web written into such files."""
