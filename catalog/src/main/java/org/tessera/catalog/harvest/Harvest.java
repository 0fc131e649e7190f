package org.tessera.catalog.harvest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.catalog.search.CatalogQuestion;
import org.tessera.catalog.search.PlainText;

/// Reads the catalogues of others by the clock and keeps of each the last document that could be
/// read: a catalogue that is away, or sends what is none, changes nothing but the note beside it.
public final class Harvest implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Harvest.class);
  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final long LOOK_SECONDS = 30;

  /// One that could not be read is asked again sooner.
  private static final Duration AGAIN = Duration.ofMinutes(5);

  private static final String TURTLE = ".ttl";
  private static final String BUNDLE = ".json";

  /// Fields of a question a collection elsewhere may answer.
  private static final List<String> WORDS = List.of("dataset-type", "design");

  private final List<Source> sources;
  private final Path folder;
  private final Fetch fetch;
  private final Map<String, Harvested> known = new ConcurrentHashMap<>();
  private final Map<String, Instant> due = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("harvest").factory());

  /// Takes up the documents of before.
  ///
  /// @param folder where they are kept
  public Harvest(List<Source> sources, Path folder) {
    this(sources, folder, WAIT);
  }

  Harvest(List<Source> sources, Path folder, Duration wait) {
    this.sources = List.copyOf(sources);
    this.folder = folder;
    this.fetch = new Fetch(wait);
    this.sources.forEach(source -> known.put(source.name(), kept(source)));
  }

  /// Reads each catalogue soon and whenever its time has come.
  public void start() {
    var _ =
        clock.scheduleWithFixedDelay(
            () -> look(Instant.now()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /// Reads those whose time has come.
  void look(Instant now) {
    for (Source source : sources) {
      if (!now.isBefore(due.getOrDefault(source.name(), Instant.MIN))) {
        read(source);
        boolean failed = !harvested(source.name()).problem().isEmpty();
        Duration pace = source.pace();
        due.put(source.name(), now.plus(failed && pace.compareTo(AGAIN) > 0 ? AGAIN : pace));
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /// What is known of each source, by name.
  public List<Harvested> sources() {
    return sources.stream().map(source -> harvested(source.name())).toList();
  }

  /// The collections that answer a question, by name. They are asked by their text, and by what
  /// catalogues tell of a collection: country, access, type, design and diagnosis; a question that
  /// asks for anything else of patients finds none, since nobody here can tell.
  public List<Elsewhere> found(CatalogQuestion question) {
    return sources().stream()
        .flatMap(one -> one.collections().stream())
        .filter(one -> PlainText.meets(question.words(), one.text()))
        .filter(one ->
            question.chosen().entrySet().stream()
                .allMatch(choice -> meets(one, choice.getKey(), choice.getValue())))
        .sorted(Comparator.comparing(Elsewhere::name).thenComparing(Elsewhere::source))
        .toList();
  }

  private static boolean meets(Elsewhere one, String field, List<String> values) {
    return switch (field) {
      case "country" -> values.stream().anyMatch(one.countries()::contains);
      case "access-level" -> values.stream().anyMatch(one.access().stream().toList()::contains);
      case "diagnosis" ->
          values.stream()
              .anyMatch(value -> one.codes().stream().anyMatch(code -> code.startsWith(value)));
      default ->
          WORDS.contains(field)
              && values.stream()
                  .anyMatch(value -> one.keywords().stream().anyMatch(value::equalsIgnoreCase));
    };
  }

  /// Reads one catalogue; whatever it sends is no error of this node.
  void read(Source source) {
    try {
      HttpResponse<byte[]> document = fetch.get(source.address());
      boolean fhir = Fetch.isJson(document);
      List<Elsewhere> collections = parsed(source, document.body(), fhir);
      Instant now = Instant.now();
      keep(source, document.body(), fhir ? BUNDLE : TURTLE);
      known.put(source.name(), new Harvested(source, Optional.of(now), "", collections));
    } catch (Unreadable e) {
      problem(source, e.reason());
    } catch (IOException | RuntimeException e) {
      log.warn("what the catalogue {} sent could not be kept: {}", source.name(), e.toString());
      problem(source, "what it sent could not be kept");
    }
  }

  private void problem(Source source, String reason) {
    Harvested before = harvested(source.name());
    if (!before.problem().equals(reason)) {
      log.warn("the catalogue {} could not be read: {}", source.name(), reason);
    }
    known.put(source.name(), new Harvested(source, before.at(), reason, before.collections()));
  }

  private Harvested harvested(String name) {
    return Objects.requireNonNull(known.get(name), name);
  }

  private static List<Elsewhere> parsed(Source source, byte[] bytes, boolean fhir)
      throws Unreadable {
    return fhir
        ? MiabisDocument.read(source.name(), bytes)
        : DcatDocument.read(source.name(), source.address(), bytes);
  }

  private Path file(Source source, String ending) {
    return folder.resolve(source.name().toLowerCase(Locale.ROOT) + ending);
  }

  private void keep(Source source, byte[] bytes, String ending) throws IOException {
    Files.createDirectories(folder);
    Path part = file(source, ending + ".part");
    Files.write(part, bytes);
    Files.move(
        part,
        file(source, ending),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(file(source, ending.equals(TURTLE) ? BUNDLE : TURTLE));
  }

  private Harvested kept(Source source) {
    for (String ending : List.of(TURTLE, BUNDLE)) {
      Path file = file(source, ending);
      try {
        if (Files.isRegularFile(file)) {
          return new Harvested(
              source,
              Optional.of(Files.getLastModifiedTime(file).toInstant()),
              "",
              parsed(source, Files.readAllBytes(file), ending.equals(BUNDLE)));
        }
      } catch (IOException | Unreadable e) {
        log.warn("the kept document of the catalogue {} is read anew", source.name());
      }
    }
    return new Harvested(source, Optional.empty(), "", List.of());
  }
}
