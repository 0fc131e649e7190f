package org.tessera.etl.imaging;

/// A delivery of which nothing can be taken. The words hold no name and no value of it.
public final class Unfit extends Exception {
  private static final long serialVersionUID = 1;

  private final String kind;
  private final String words;

  Unfit(String kind, String words) {
    super(kind);
    this.kind = kind;
    this.words = words;
  }

  /// A stable word for the reason.
  public String kind() {
    return kind;
  }

  /// The reason and the remedy as sentences.
  public String words() {
    return words;
  }
}
