package org.tessera.catalog.search;

/// Which of the collections that match are listed.
///
/// @param page from 1
public record Listing(Order order, int page) {
  /// How many collections a page has.
  public static final int SIZE = 20;

  /// The first page in an order.
  public static Listing first(Order order) {
    return new Listing(order, 1);
  }

  /// How collections follow each other.
  public enum Order {
    /// Those whose own words match best first, then by matching patients.
    MATCH,
    /// By name.
    NAME,
    /// The largest first.
    SIZE;
  }

  /// How many pages so many collections fill, at least one.
  public static int pages(int collections) {
    return Math.max(1, (collections + SIZE - 1) / SIZE);
  }

  Listing within(int collections) {
    return new Listing(order, Math.clamp(page, 1, pages(collections)));
  }
}
