package org.tessera.dicom;

/// Why something cannot be read, and at which byte. No text of it repeats a value of the file.
public sealed interface Refusal extends Reading {
  /// The byte where reading stopped; in a deflated data set counted in its inflated bytes.
  long offset();

  /// The reason in words.
  String reason();

  /// Neither a file of PS3.10 nor a bare data set.
  record NotDicom(long offset, String reason) implements Refusal {}

  /// A transfer syntax nobody knows, and the bytes do not tell either.
  record UnknownTransferSyntax(long offset) implements Refusal {
    @Override
    public String reason() {
      return "the transfer syntax is unknown and the bytes do not tell it";
    }
  }

  /// A length is left open where the representation forbids it.
  record OpenLength(long offset, int tag) implements Refusal {
    @Override
    public String reason() {
      return Tag.format(tag) + " has an undefined length and is no sequence and no pixel data";
    }
  }

  /// Something else stands where an item or a fragment must.
  record NoItem(long offset, int tag, int found) implements Refusal {
    @Override
    public String reason() {
      return Tag.format(tag) + " holds " + Tag.format(found) + " where an item must stand";
    }
  }

  /// Nested deeper than the limit.
  record TooDeep(long offset, int tag, int depthMax) implements Refusal {
    @Override
    public String reason() {
      return Tag.format(tag) + " is nested deeper than " + depthMax + " sequences";
    }
  }

  /// More elements, items and fragments than the limit.
  record TooMany(long offset, int elementsMax) implements Refusal {
    @Override
    public String reason() {
      return "more than " + elementsMax + " elements, items and fragments";
    }
  }

  /// More bytes than the limit allows to inflate or to hold.
  record TooMuch(long offset, long bytesMax) implements Refusal {
    @Override
    public String reason() {
      return "more than " + bytesMax + " bytes would have to be inflated or held in memory";
    }
  }

  /// The deflate stream is damaged.
  record BrokenDeflate(long offset) implements Refusal {
    @Override
    public String reason() {
      return "the deflated data set is damaged";
    }
  }
}
