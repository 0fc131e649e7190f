package org.tessera.etl.form;

import java.nio.charset.Charset;
import java.util.Optional;

/// What is declared about a delivered file before it is opened; what is not declared is recognised.
///
/// @param name the file's name as it was delivered: the sheet name of a CSV file is its stem
/// @param charset encoding of a text file
/// @param separator between the fields of a text file
/// @param decimal `.` or `,`
/// @param password of a locked workbook
public record ReadingOptions(
    Optional<String> name,
    Optional<Charset> charset,
    Optional<Character> separator,
    Optional<Character> decimal,
    Optional<String> password) {
  /// Nothing declared, everything recognised.
  public static ReadingOptions none() {
    return new ReadingOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The same with the file's delivered name, needed where the file lies under another one.
  public ReadingOptions named(String fileName) {
    return new ReadingOptions(Optional.of(fileName), charset, separator, decimal, password);
  }

  /// The same with a password.
  public ReadingOptions password(String secret) {
    return new ReadingOptions(name, charset, separator, decimal, Optional.of(secret));
  }

  /// The same with a declared encoding.
  public ReadingOptions charset(Charset declared) {
    return new ReadingOptions(name, Optional.of(declared), separator, decimal, password);
  }

  /// The same with a declared separator.
  public ReadingOptions separator(char declared) {
    return new ReadingOptions(name, charset, Optional.of(declared), decimal, password);
  }

  /// The same with a declared decimal mark.
  public ReadingOptions decimal(char declared) {
    return new ReadingOptions(name, charset, separator, Optional.of(declared), password);
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "ReadingOptions[charset=" + charset + ", separator=" + separator + "]";
  }
}
