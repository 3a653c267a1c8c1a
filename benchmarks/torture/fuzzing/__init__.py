"""Can bytes that are chosen by what they reach make a kernel in C read outside its arrays?"""
