"""Falcon 9 as flown: one vehicle model a block, and flights foretold from what is announced."""
