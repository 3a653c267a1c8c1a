"""What a person feels: the first ask, the cold command, the build; installed versions and peers."""
