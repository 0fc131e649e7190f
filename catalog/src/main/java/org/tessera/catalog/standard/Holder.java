package org.tessera.catalog.standard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who holds the data of this node and under which terms, as `node.properties` says.
///
/// @param base the address others know the node by, without a slash at its end
/// @param name of the holder, as others should cite it
/// @param contact `mailto:` or web address, empty for the page on which data are requested
/// @param licence address of the terms of use, empty for the page of the collection
/// @param legislation addresses (ELI) of the law the data are held under
/// @param accessBody the health data access body (Regulation (EU) 2025/327), empty where there is
///   none: nobody is made one by this node
/// @param language of titles and descriptions, as BCP 47 has it
public record Holder(
    String base,
    String name,
    Optional<String> contact,
    Optional<String> licence,
    List<String> legislation,
    Optional<Body> accessBody,
    String language) {
  /// A body with an address: `mailto:` or a web page.
  public record Body(String name, String contact) {}

  /// An address as a setting has it; an e-mail address may stand without `mailto:`.
  ///
  /// @throws IllegalStateException with the setting's name, when it is no address
  public static Optional<String> address(String setting, String value) {
    String text = value.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String full = text.contains("@") && !text.contains(":") ? "mailto:" + text : text;
    try {
      if (new URI(full).isAbsolute()) {
        return Optional.of(full);
      }
    } catch (URISyntaxException e) {
      throw unusable(setting, e);
    }
    throw unusable(setting, null);
  }

  /// An address as people write it; empty for what is none.
  static Optional<String> readable(String text) {
    try {
      return address("", text);
    } catch (IllegalStateException _) {
      return Optional.empty();
    }
  }

  private static IllegalStateException unusable(String setting, @Nullable Exception cause) {
    return new IllegalStateException(
        setting
            + " in node.properties is no address: write it like https://example.org/data or"
            + " mailto:data@example.org",
        cause);
  }

  /// The page of a collection.
  String page(String collection) {
    return base + "/catalogue/" + collection;
  }

  /// What names the collection itself, apart from the page about it.
  String dataset(String collection) {
    return page(collection) + "#dataset";
  }

  /// Where the collection is asked for; a dataset is asked for with its collection.
  String request(String collection) {
    return base + "/requests/new?collection=" + collection.replaceFirst("/.*", "");
  }

  /// The terms of use.
  String licence(String collection) {
    return licence.orElseGet(() -> page(collection) + "#access");
  }
}
