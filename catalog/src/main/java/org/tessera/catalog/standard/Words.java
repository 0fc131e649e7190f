package org.tessera.catalog.standard;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.description.Descriptions;

/// What people write of a collection, as the forms of others need it; nothing where nobody wrote.
final class Words {
  private static final String DOI = "https://doi.org/";

  private final Descriptions all;
  private final String collection;
  private final Optional<Described> dataset;

  Words(Descriptions all, Collection collection) {
    this.all = all;
    this.collection = collection.whole();
    this.dataset =
        all.find("dataset", collection.id().substring(collection.id().lastIndexOf('/') + 1))
            .filter(_ -> !collection.id().equals(collection.whole()));
  }

  /// Of a dataset what is said of it, else what is said of its collection.
  List<String> values(String attribute) {
    return dataset
        .map(one -> one.values(attribute))
        .filter(values -> !values.isEmpty())
        .orElseGet(() -> all.of(collection, attribute));
  }

  Optional<String> first(String attribute) {
    return values(attribute).stream().findFirst();
  }

  /// What the collection is about and how it came to be, in MIABIS' words.
  List<String> keywords() {
    return Stream.of("dataset-type", "design", "setting", "purpose")
        .flatMap(attribute -> values(attribute).stream())
        .filter(value -> !value.equals("Other") && !value.equals("Unknown"))
        .distinct()
        .toList();
  }

  Optional<Described> biobank() {
    return first("biobank").flatMap(biobank -> all.find("biobank", biobank));
  }

  /// The number people give the version, else the position of the data in the log.
  String version(DataVersion version) {
    return first("version").orElseGet(() -> Long.toString(version.position()));
  }

  /// The addresses of publications that have one.
  List<String> publications() {
    return values("publication").stream()
        .flatMap(text -> {
          String plain = text.strip();
          return (plain.startsWith("10.") ? Holder.readable(DOI + plain) : Holder.readable(plain))
              .filter(address -> address.startsWith("http")).stream();
        })
        .toList();
  }
}
