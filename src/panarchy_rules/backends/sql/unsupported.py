"""What SQL cannot say although the kernel can: every reason has a name here, and its rows go to the interpreter."""

UNSUPPORTED = {
    "range": "numbers might leave 64 bits, however small the amounts in the table are",
    "size": "the text would have more than 20 000 operations",
}
MOST_NODES = 20_000
