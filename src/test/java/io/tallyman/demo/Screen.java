package io.tallyman.demo;

/** Where the live table goes. For one thread. */
interface Screen extends AutoCloseable {

  /** Shows one more line of the table, and all else as it is now. */
  void show(LiveFigures figures);

  /** Ends the table; what is printed afterwards stays. */
  @Override
  void close();
}
