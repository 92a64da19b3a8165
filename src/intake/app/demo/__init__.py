"""A throwaway desk and field vault, to see the whole way of a record in a minute."""
