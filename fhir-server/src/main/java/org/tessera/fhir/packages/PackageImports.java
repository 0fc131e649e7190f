package org.tessera.fhir.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.packages.PackageTable.Brought;
import org.tessera.fhir.packages.PackageTable.Entry;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.vocabularies.DefinedFile;
import org.tessera.vocabularies.DefinedSystem;
import org.tessera.vocabularies.Licence;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// Imports of FHIR packages and single definitions. What they bring are resources like any other:
/// found by search, answered for by operations; and their codes are known to whoever asks by code.
public final class PackageImports {
  static final String OWNER = "package:";
  private static final String RECEIVING = "receiving-definitions-";
  private static final String KEPT = ".definitions";
  private static final long RECEIVED_BYTES_MAX = 1L << 30;
  private static final Logger log = LoggerFactory.getLogger(PackageImports.class);

  private final House house;
  private final PackageTable table;

  /// What an import works with.
  ///
  /// @param folder of received files
  /// @param file of the codes that were brought, see [DefinedFile]
  public record House(
      DataSource dataSource,
      ResourceStore store,
      Canonicals canonicals,
      Vocabularies vocabularies,
      Path folder,
      Path file) {}

  /// Opens the books; [#resume] goes on with what was broken off.
  public PackageImports(House house) {
    this.house = house;
    this.table = new PackageTable(house.dataSource());
  }

  /// What became of a file.
  ///
  /// @param text lines for people
  public record Outcome(boolean succeeded, String text) {}

  /// Lets the codes of what was imported be known, when a node starts. A lost or older file is made
  /// again from the resources.
  ///
  /// @param file see [DefinedFile]
  public static void open(
      DataSource dataSource, ResourceStore store, Path file, Vocabularies vocabularies) {
    var table = new PackageTable(dataSource);
    List<Entry> packages = table.all();
    try {
      Optional<DefinedFile.Content> content = DefinedFile.read(file);
      if (content.isPresent() && content.get().stamp().equals(stamp(packages))) {
        vocabularies.define(content.get().systems());
      } else if (!packages.isEmpty()) {
        log.info("what imported definitions say of codes is read again");
        define(table, store, file, vocabularies);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stamp(List<Entry> packages) {
    return DigestUtils.sha256Hex(packages.toString());
  }

  /// What counts of imported definitions at this moment, so that a change can be told.
  public String stamp() {
    return stamp(table.all());
  }

  private static void define(
      PackageTable table, ResourceStore store, Path file, Vocabularies vocabularies)
      throws IOException {
    List<DefinedSystem> systems = new ArrayList<>();
    List<Entry> packages = table.all();
    for (Entry each : packages) {
      var terms = new DefinitionTerms(each, vocabularies::licence);
      forEach(table, store, each, resource -> systems.addAll(terms.of(resource)));
    }
    // A system's own definition comes before the lists of others.
    systems.sort(
        Comparator.comparing(
            (DefinedSystem each) -> each.system().title().equals(each.system().url())));
    DefinedFile.write(file, stamp(packages), systems);
    vocabularies.define(systems);
  }

  private static void forEach(
      PackageTable table, ResourceStore store, Entry entry, Consumer<ObjectNode> resources) {
    for (Brought each : table.brought(entry.name())) {
      store.read(each.type(), each.id()).flatMap(StoredResource::content).ifPresent(resources);
    }
  }

  /// All definitions that were imported, one after the other, with the licence of their text.
  public void forEach(BiConsumer<ObjectNode, Licence> definitions) {
    for (Entry entry : table.all()) {
      var terms = new DefinitionTerms(entry, house.vocabularies()::licence);
      forEach(
          table,
          house.store(),
          entry,
          definition -> definitions.accept(definition, terms.licence(definition)));
    }
  }

  /// Goes on with imports a former process did not bring to their end, and takes away files that no
  /// import needs any more.
  public synchronized void resume() {
    try {
      for (Entry entry : table.all()) {
        Path file = kept(entry.sha256());
        if (!entry.complete() && Files.exists(file)) {
          log.info("going on with the import of {} {}", entry.name(), entry.version());
          write(new PackageFile(file, "the package"), entry.name());
        }
      }
      try (DirectoryStream<Path> left =
          Files.newDirectoryStream(house.folder(), "{" + RECEIVING + "*,*" + KEPT + "}")) {
        for (Path each : left) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path kept(String sha256) {
    return house.folder().resolve(sha256 + KEPT);
  }

  /// Takes in a file, or nothing of it. The same package in another version replaces the former.
  ///
  /// @param name of the file, for people
  public synchronized Outcome submit(InputStream content, String name) throws IOException {
    Path received = Files.createTempFile(house.folder(), RECEIVING, ".part");
    try {
      return receive(content, received)
          ? taken(received, name)
          : new Outcome(
              false,
              "Nothing was changed. "
                  + name
                  + " is larger than 1 GB (receivedBytesMax). Import vocabularies of that size as"
                  + " an OHDSI bundle.\n");
    } finally {
      Files.deleteIfExists(received);
    }
  }

  private static boolean receive(InputStream content, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > RECEIVED_BYTES_MAX) {
          return false;
        }
        out.write(buffer, 0, read);
      }
    }
    return true;
  }

  private Outcome taken(Path received, String name) throws IOException {
    var file = new PackageFile(received, name);
    var flaws = new Flaws();
    var check = new PackageCheck(flaws);
    Optional<Manifest> read = file.read(flaws, check);
    Map<String, Set<String>> unknown = check.unknownSystems(this::isKnown);
    boolean packed = file.isPacked();
    read.ifPresent(manifest -> check(manifest, name, packed, flaws));
    if (packed && flaws.isEmpty() && check.taken().isEmpty()) {
      flaws.add(name, "the package holds no code system, value set or concept map", "Send another");
    }
    if (!packed) {
      unknown.forEach((system, files) ->
          flaws.add(
              name,
              "it names the code system " + system + ", which is not known here",
              "Correct the address, or import that system first"));
    }
    if (!flaws.isEmpty() || read.isEmpty()) {
      return new Outcome(false, "Nothing was changed. " + name + ":\n" + flaws.text());
    }
    Manifest manifest = read.get();
    String sha256;
    try (InputStream in = Files.newInputStream(received)) {
      sha256 = DigestUtils.sha256Hex(in);
    }
    Path kept = kept(sha256);
    Files.move(received, kept, StandardCopyOption.REPLACE_EXISTING);
    table.begin(manifest, name, sha256);
    PackageWriter writer = write(new PackageFile(kept, name), manifest.name());
    Files.deleteIfExists(kept);
    return new Outcome(
        true, PackageReport.of(manifest, check, writer, unknown, house.vocabularies()));
  }

  private static void check(Manifest manifest, String name, boolean packed, Flaws flaws) {
    if (packed && (manifest.name().isBlank() || manifest.version().isBlank())) {
      flaws.add(name, "its package.json names no name or version", "Send it as its registry does");
    }
    boolean other =
        !manifest.fhirVersions().isEmpty()
            && manifest.fhirVersions().stream().noneMatch(version -> version.startsWith("4.0"));
    if (other) {
      flaws.add(
          name,
          "it is for FHIR " + String.join(", ", manifest.fhirVersions()) + " and not for R4",
          "Many packages come for R4 as well, under a name ending in .r4");
    }
  }

  private boolean isKnown(String system) {
    int bar = system.indexOf('|');
    String url = bar < 0 ? system : system.substring(0, bar);
    return house.vocabularies().system(url).isPresent()
        || house.canonicals().find("CodeSystem", url).isPresent();
  }

  private PackageWriter write(PackageFile file, String name) throws IOException {
    var writer = new PackageWriter(name, house.store(), table);
    file.read(new Flaws(), writer);
    writer.finish();
    define(table, house.store(), house.file(), house.vocabularies());
    return writer;
  }

  /// The packages that were imported, in lines for people; empty if there are none.
  public String list() {
    return PackageReport.all(table.all(), house.vocabularies());
  }
}
