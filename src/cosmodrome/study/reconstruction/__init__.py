"""A flight read back from its speed and height: steering, throttle and a few vehicle numbers."""
