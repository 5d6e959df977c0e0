"""What exists: the days and katas, their files, and what the files say."""
