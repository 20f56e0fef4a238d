print("ptsh")
