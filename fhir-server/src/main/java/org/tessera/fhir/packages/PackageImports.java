package org.tessera.fhir.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// Imports of FHIR packages and single definitions. What they bring are resources like any other:
/// found by search, answered for by operations; and their codes are known to whoever asks by code.
public final class PackageImports {
  static final String OWNER = "package:";
  private static final Logger log = LoggerFactory.getLogger(PackageImports.class);

  private final House house;
  private final PackageTable table;

  /// What an import works with.
  ///
  /// @param folder of received files
  /// @param file of the codes that were brought, see [DefinedFile]
  /// @param changed is told when what is known of codes has changed
  public record House(
      DataSource dataSource,
      ResourceStore store,
      Canonicals canonicals,
      Vocabularies vocabularies,
      Path folder,
      Path file,
      Runnable changed) {}

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

  /// All definitions that were imported, one after the other.
  public void forEach(Consumer<ObjectNode> definitions) {
    table.all().forEach(entry -> forEach(table, house.store(), entry, definitions));
  }

  /// Goes on with imports a former process did not bring to their end.
  public void resume() {
    for (Entry entry : table.all()) {
      Path file = kept(entry.sha256());
      if (!entry.complete() && Files.exists(file)) {
        log.info("going on with the import of {} {}", entry.name(), entry.version());
        try {
          write(new PackageFile(file, "the package"), entry.name());
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private Path kept(String sha256) {
    return house.folder().resolve(sha256 + ".definitions");
  }

  /// Takes in a file, or nothing of it. The same package in another version replaces the former.
  ///
  /// @param name of the file, for people
  public synchronized Outcome submit(InputStream content, String name) throws IOException {
    Path received = Files.createTempFile(house.folder(), "receiving-", ".part");
    try {
      Files.copy(content, received, StandardCopyOption.REPLACE_EXISTING);
      return taken(received, name);
    } finally {
      Files.deleteIfExists(received);
    }
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
    house.changed().run();
    return writer;
  }

  /// The packages that were imported, in lines for people; empty if there are none.
  public String list() {
    return PackageReport.all(table.all(), house.vocabularies());
  }
}
