package org.tessera.fhir.packages;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.MalformedXml;
import org.tessera.fhir.structure.XmlReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// A received file: a package as npm packs it, or one definition in JSON or XML. It is read entry
/// by entry, so memory does not grow with the package.
final class PackageFile {
  /// What a node takes of a package.
  static final Set<String> TAKEN = Set.of("CodeSystem", "ValueSet", "ConceptMap");

  private static final long UNPACKED_BYTES_MAX = 4L << 30;
  private static final long ENTRY_BYTES_MAX = 200L << 20;
  private static final int ENTRIES_MAX = 100_000;

  /// What may follow the end of the archive: tar fills its last block.
  private static final long TRAILER_BYTES_MAX = 1 << 20;

  private static final String FOLDER = "package/";
  private static final String MANIFEST = FOLDER + "package.json";
  private static final String AGAIN = "Download it again";

  private final Path file;
  private final String name;

  /// @param name of the file, for people
  PackageFile(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /// Takes the resources of a package one after the other.
  @FunctionalInterface
  interface Taker {
    /// Takes one.
    ///
    /// @param entry the resource's file within the package
    void take(String entry, ObjectNode resource) throws IOException;
  }

  /// Whether a file begins as a gzip, that is, holds a package.
  boolean isPacked() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(2);
      return first.length == 2 && first[0] == 0x1f && (first[1] & 0xff) == 0x8b;
    }
  }

  /// Reads all of it.
  ///
  /// @param flaws what cannot be read at all is told here
  /// @return what the package says of itself; empty if that cannot be told
  Optional<Manifest> read(Flaws flaws, Taker taker) throws IOException {
    return isPacked() ? unpack(flaws, taker) : single(flaws, taker);
  }

  private Optional<Manifest> single(Flaws flaws, Taker taker) throws IOException {
    if (Files.size(file) > ENTRY_BYTES_MAX) {
      flaws.add(name, "it is larger than 200 MB", "Send it in parts");
      return Optional.empty();
    }
    Optional<ObjectNode> resource = parsed(name, Files.readAllBytes(file), flaws);
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    String type = resource.get().path("resourceType").asString("");
    if (!TAKEN.contains(type)) {
      flaws.add(
          name,
          "it holds no CodeSystem, ValueSet or ConceptMap",
          "Send one of these, or a package (.tgz)");
      return Optional.empty();
    }
    taker.take(name, resource.get());
    return Optional.of(Manifest.single(resource.get()));
  }

  private Optional<Manifest> unpack(Flaws flaws, Taker taker) throws IOException {
    Optional<Manifest> manifest = Optional.empty();
    long bytes = 0;
    int entries = 0;
    try (var gzip = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)));
        var tar = new TarArchiveInputStream(gzip)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        bytes += entry.getSize();
        entries++;
        if (bytes > UNPACKED_BYTES_MAX
            || entry.getSize() > ENTRY_BYTES_MAX
            || entries > ENTRIES_MAX) {
          flaws.add(name, "it unpacks to more than a package of definitions is", AGAIN);
          return Optional.empty();
        }
        if (isDefinition(entry)) {
          Optional<ObjectNode> json = parsed(entry.getName(), tar.readAllBytes(), flaws);
          if (entry.getName().equals(MANIFEST)) {
            manifest = json.map(Manifest::of);
          } else if (json.isPresent() && json.get().has("resourceType")) {
            taker.take(entry.getName(), json.get());
          }
        }
      }
      // The end of the archive comes before that of the file, whose checksum is still to be read.
      if (gzip.skip(TRAILER_BYTES_MAX) == TRAILER_BYTES_MAX) {
        flaws.add(name, "something follows the end of its archive", AGAIN);
        return Optional.empty();
      }
      // The checksum is read with what cannot be read any more.
      if (gzip.read() >= 0) {
        throw new EOFException();
      }
    } catch (EOFException | ZipException e) {
      flaws.add(name, "it breaks off or is damaged", AGAIN);
      return Optional.empty();
    } catch (IOException e) {
      flaws.add(name, "it is no archive, or breaks off", AGAIN);
      return Optional.empty();
    }
    if (manifest.isEmpty()) {
      flaws.add(
          name, "it has no " + MANIFEST, "Send the package as its registry gives it out (.tgz)");
    }
    return manifest;
  }

  /// Examples and other folders are no definitions.
  private static boolean isDefinition(TarArchiveEntry entry) {
    String path = entry.getName();
    return entry.isFile()
        && path.startsWith(FOLDER)
        && path.endsWith(".json")
        && path.indexOf('/', FOLDER.length()) < 0
        && !path.startsWith(FOLDER + ".");
  }

  private static Optional<ObjectNode> parsed(String entry, byte[] content, Flaws flaws) {
    try {
      String start =
          new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8)
              .replace("\uFEFF", "")
              .stripLeading();
      return Optional.of(start.startsWith("<") ? XmlReader.read(content) : FhirJson.parse(content));
    } catch (JacksonException e) {
      var place = e.getLocation();
      flaws.add(
          entry,
          "it is no JSON from line %d on".formatted(place == null ? 0 : place.getLineNr()),
          "Send a resource in JSON or XML, or a package (.tgz)");
    } catch (MalformedXml | IllegalArgumentException e) {
      flaws.add(
          entry,
          "it is no FHIR resource in JSON or XML",
          "Send a resource in JSON or XML, or a package (.tgz)");
    }
    return Optional.empty();
  }
}
