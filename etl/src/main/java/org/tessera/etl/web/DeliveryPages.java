package org.tessera.etl.web;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Progress;
import org.tessera.etl.Rejected;
import org.tessera.etl.Report.RuleCount;
import org.tessera.etl.imaging.ImageJournal;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Mappings;

/// The deliveries of a node: their list with a place to drop a workbook, and a page for each.
@Controller
class DeliveryPages {
  private static final int DELIVERIES_SHOWN = 200;
  private static final int CELLS_SHOWN_PER_RULE = 20;
  private static final int REMOVALS_SHOWN = 200;
  private static final int FILES_SHOWN = 1_000;

  private final Journal journal;
  private final Ingest ingest;
  private final Pseudonymizer pseudonymizer;
  private final Mappings mappings;
  private final UploadLimit limit;

  DeliveryPages(
      Journal journal,
      Ingest ingest,
      Pseudonymizer pseudonymizer,
      Mappings mappings,
      UploadLimit limit) {
    this.journal = journal;
    this.ingest = ingest;
    this.pseudonymizer = pseudonymizer;
    this.mappings = mappings;
    this.limit = limit;
  }

  /// A delivery with the name its file had.
  public record Line(Delivery delivery, String name) {
    /// When it came, to the second, with its zone.
    public String received() {
      String at = delivery.receivedAt().truncatedTo(ChronoUnit.SECONDS).toString();
      return at.replace('T', ' ').replace("Z", " UTC");
    }

    /// Whether its rows were counted: those of a file that was not loaded never are.
    public boolean counted() {
      return switch (delivery.state()) {
        case QUARANTINED, DUPLICATE -> false;
        default -> true;
      };
    }

    /// The delivery that brought the same bytes first, 0 for none.
    public long first() {
      return delivery.duplicateOf().orElse(0);
    }
  }

  /// A file of which nothing came, with the name it had.
  public record FileLine(ImageJournal.Refused file, String name) {}

  /// What one rule found, with its first cells.
  public record RuleGroup(RuleCount rule, List<Rejected> cells) {
    /// How many cells are not shown.
    public long more() {
      return rule.cells() - cells.size();
    }
  }

  /// A delivery at work.
  ///
  /// @param text for programs
  /// @param step the page's sentence is `delivery.work.STEP`
  /// @param left seconds
  public record Work(String text, long done, long total, String step, long perSecond, long left) {
    static Work of(Progress p) {
      String what =
          switch (p.step()) {
            case "reading" ->
                "%,d rows read, %,.0f rows a second".formatted(p.done(), p.perSecond());
            case "looking" -> "looks at %,d files".formatted(p.total());
            case "images" -> of(p, "images");
            default -> of(p, "patients");
          };
      String step =
          switch (p.step()) {
            case "reading", "looking", "images" -> p.step();
            default -> "loading";
          };
      return new Work(
          what,
          p.done(),
          p.total(),
          step,
          Math.round(p.perSecond()),
          p.remaining().toSeconds() + 1);
    }

    private static String of(Progress p, String what) {
      return "%,d of %,d %s, %,.0f a second, about %d s left"
          .formatted(p.done(), p.total(), what, p.perSecond(), p.remaining().toSeconds() + 1);
    }
  }

  @GetMapping("/deliveries")
  String list(Model model) {
    model.addAttribute("balance", journal.balance());
    model.addAttribute(
        "deliveries", journal.latest(DELIVERIES_SHOWN).stream().map(this::line).toList());
    model.addAttribute("studies", mappings.studies());
    model.addAttribute("states", Delivery.State.values());
    model.addAttribute("uploadMegabytesMax", limit.megabytes());
    work().ifPresent(work -> model.addAttribute("work", work));
    return "etl/deliveries";
  }

  @GetMapping("/deliveries/{id:[0-9]+}")
  String one(@PathVariable long id, Model model) {
    Delivery delivery = found(id);
    model.addAttribute("line", line(delivery));
    model.addAttribute("delivery", delivery);
    model.addAttribute("counts", delivery.counts());
    model.addAttribute("counted", line(delivery).counted());
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleCount rule : journal.report(id).rules()) {
      List<Rejected> cells = new ArrayList<>();
      journal.rejections(id, rule.rule(), CELLS_SHOWN_PER_RULE, cells::add);
      groups.add(new RuleGroup(rule, cells));
    }
    model.addAttribute("groups", groups);
    model.addAttribute("found", groups.stream().mapToLong(group -> group.rule().cells()).sum());
    if (delivery.state() == Delivery.State.WAITING) {
      model.addAttribute("removals", journal.removals(id, REMOVALS_SHOWN));
    }
    images(id, model);
    ingest
        .progress()
        .filter(p -> p.delivery() == id)
        .map(Work::of)
        .ifPresent(work -> model.addAttribute("work", work));
    return "etl/delivery";
  }

  /// A delivery of images tells of files where one of workbooks tells of cells.
  private void images(long id, Model model) {
    ImageJournal images = ingest.images().journal();
    images
        .counts(id)
        .ifPresent(counts -> {
          Map<Long, String> names = pseudonymizer.files(id);
          model.addAttribute("images", counts);
          model.addAttribute("profile", images.profile(id));
          model.addAttribute(
              "refusedFiles",
              images.refused(id, FILES_SHOWN).stream()
                  .map(file -> new FileLine(file, names.getOrDefault(file.ordinal(), "")))
                  .toList());
        });
  }

  @PostMapping("/deliveries/{id:[0-9]+}/removals/confirm")
  String confirm(@PathVariable long id) {
    return done(id, () -> ingest.confirmRemovals(id));
  }

  @PostMapping("/deliveries/{id:[0-9]+}/removals/decline")
  String decline(@PathVariable long id) {
    return done(id, () -> ingest.declineRemovals(id));
  }

  @PostMapping("/deliveries/{id:[0-9]+}/withdraw")
  String withdraw(@PathVariable long id) {
    return done(id, () -> ingest.retract(id));
  }

  @PostMapping("/deliveries/{id:[0-9]+}/retry")
  String retry(@PathVariable long id, @RequestParam(defaultValue = "") String password)
      throws IOException {
    boolean moved = ingest.retry(found(id), password);
    return done(id, () -> moved);
  }

  private static String done(long id, BooleanSupplier action) {
    if (!action.getAsBoolean()) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "the delivery is no longer in the state this was asked in");
    }
    return "redirect:/deliveries/" + id;
  }

  private Delivery found(long id) {
    return journal.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  private Line line(Delivery delivery) {
    return new Line(delivery, pseudonymizer.name(delivery.id()).orElse(""));
  }

  private Optional<Work> work() {
    return ingest.progress().map(Work::of);
  }
}
