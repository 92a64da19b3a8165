"""What a person can do with the program, one function a deed."""
