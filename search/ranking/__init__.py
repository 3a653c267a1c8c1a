"""What every engine ranks by: the formulae and their constants, and what a query weighs by them."""
