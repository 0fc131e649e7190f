package org.tessera.etl.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.tessera.etl.deidentify.Accounts;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.Profile;
import org.tessera.etl.imaging.content.Contents;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// Takes in deliveries of images: a folder that arrived, an archive, or a single file.
///
/// What was de-identified is kept; the originals go when their delivery is through. Of those that
/// were refused one copy stays in quarantine, as with workbooks. Each step may be repeated after a
/// kill: the same file becomes the same bytes, and the journal knows it by then.
public final class ImageIntake {
  private static final long INFLATED_BYTES_LEAST = 2_000_000_000;
  private static final int INFLATED_RATIO_MAX = 100;
  private static final int INSTANCES_PER_BATCH = 500;

  private final Parts parts;
  private final Setting setting;
  private final AttributeTable attributes;
  private final ImageRules rules;
  private final Contents contents;
  private final int threads = Runtime.getRuntime().availableProcessors();

  /// What the intake of images reads from and writes to.
  record Parts(
      ImageJournal journal,
      StudyTable table,
      ImageArrivals arrivals,
      DicomFolder folder,
      ImageProfiles profiles,
      Pseudonymizer pseudonymizer) {}

  /// A delivery as this house of the intake sees it.
  ///
  /// @param token the hash of its file, or the token of its folder
  /// @param archived where its file is, when it came as one
  /// @param sent instance by instance, each of which is to be answered for: archives are not opened
  /// @param dry only to be looked at
  public record Order(
      long delivery, Study study, String token, Path archived, boolean sent, boolean dry) {}

  /// Tells how far the work is.
  ///
  /// @param start called with a step's name and how many files it has
  /// @param at called with how many are done
  public record Meter(BiConsumer<String, Long> start, LongConsumer at) implements ImageLoad.Steps {
    @Override
    public void start(String step, long total) {
      start.accept(step, total);
    }

    @Override
    public void at(long done) {
      at.accept(done);
    }
  }

  private ImageIntake(Parts parts, Vocabularies vocabularies, Setting setting) {
    this.parts = parts;
    this.setting = setting;
    RuleFiles files = RuleFiles.builtIn("dicom");
    var problems = new Problems();
    this.attributes = AttributeTable.read(files, problems);
    this.contents = new Contents(files, problems);
    problems.throwIfAny();
    this.rules = new ImageRules(files, vocabularies);
  }

  /// What a node's settings say of images.
  ///
  /// @param profile by which they are de-identified where a study names none
  /// @param freeBytesMin how much of the disk must stay free
  /// @param quietMillis how long nothing must have come for an imaging study before it is told of
  /// @param address of the node as its users reach it; empty for addresses relative to it
  public record Setting(String profile, long freeBytesMin, long quietMillis, String address) {
    /// Dates shifted, descriptions cleaned, what a reader of images needs kept.
    public static Setting usual() {
      return new Setting("research", 0, 0, "");
    }
  }

  /// What the node has besides its home.
  public record Node(
      DataSource dataSource, Pseudonymizer pseudonymizer, Vocabularies vocabularies) {}

  /// Opens the intake of images below a home.
  ///
  /// @param desk where groups of files become deliveries
  /// @throws org.tessera.mappings.BrokenRules when the tables and rules of images cannot be right
  public static ImageIntake open(Path home, Node node, ImageArrivals.Desk desk, Setting setting)
      throws IOException {
    var parts =
        new Parts(
            new ImageJournal(node.dataSource),
            new StudyTable(node.dataSource),
            new ImageArrivals(home, desk),
            new DicomFolder(home),
            new ImageProfiles(home, setting.profile, node.pseudonymizer),
            node.pseudonymizer);
    return new ImageIntake(parts, node.vocabularies, setting);
  }

  /// What tells of imaging studies once they are quiet.
  ///
  /// @param studies the research studies this node knows
  public StudySettling settling(ResourceStore store, Supplier<Collection<Study>> studies) {
    return new StudySettling(
        new StudySettling.Parts(
            parts.journal, parts.table, parts.folder, store, parts.pseudonymizer, studies),
        new StudySettling.Setting(setting.quietMillis, setting.address),
        new StudySettling.Tables(rules, attributes, contents));
  }

  /// The imaging studies and their counterparts.
  public StudyTable studies() {
    return parts.table;
  }

  /// Refuses profiles that cannot be used, and takes up what a killed process left unreceived.
  ///
  /// @throws IllegalStateException naming study, profile and remedy
  public void start(Collection<Study> studies) throws IOException {
    parts.profiles.check(studies);
    parts.arrivals.start();
  }

  /// Refuses a study whose profile cannot be used.
  ///
  /// @throws IllegalStateException naming study, profile and remedy
  public void require(Study study) {
    parts.profiles.check(List.of(study));
  }

  /// Where files that belong together are put on their way in.
  public ImageArrivals arrivals() {
    return parts.arrivals;
  }

  /// What a study's images call the UIDs that they had where they come from.
  public UnaryOperator<String> newUids(Study study) {
    return parts.profiles.deidentifier(study)::newUid;
  }

  /// Whether the disk has room to take more in.
  public boolean hasRoom() throws IOException {
    return parts.folder.freeBytes() >= setting.freeBytesMin;
  }

  /// Where instances are kept.
  public DicomFolder folder() {
    return parts.folder;
  }

  /// Pictures a person must look at first.
  public HeldPictures held() {
    return new HeldPictures(parts.journal.sql(), parts.folder);
  }

  /// What finds instances that may be used.
  public InstanceSearch search() {
    return new InstanceSearch(parts.journal.sql(), attributes);
  }

  /// Removes what a delivery brought; may be repeated after a kill.
  ///
  /// @return how many instances went
  public long retract(long delivery) throws IOException {
    long gone = 0;
    int batch = retractBatch(delivery);
    while (batch > 0) {
      gone += batch;
      batch = retractBatch(delivery);
    }
    return gone;
  }

  private int retractBatch(long delivery) throws IOException {
    parts.folder.turn().lock();
    try {
      List<Instance> batch = parts.journal.ofDelivery(delivery, INSTANCES_PER_BATCH);
      for (Instance instance : batch) {
        if (!parts.journal.namedBesides(delivery, instance)) {
          parts.folder.delete(instance.sha256(), instance.held());
        }
      }
      if (!batch.isEmpty()) {
        parts.journal.remove(delivery, batch);
      }
      return batch.size();
    } finally {
      parts.folder.turn().unlock();
    }
  }

  /// Deletes files that no instance names, such as a delivery leaves that is given up half way.
  /// Nobody may be taking images in meanwhile.
  public void sweep() throws IOException {
    parts.folder.turn().lock();
    try {
      for (String place : DicomFolder.places()) {
        deleteUnnamed(parts.folder.kept(place).keySet(), false);
      }
      deleteUnnamed(parts.folder.held().keySet(), true);
    } finally {
      parts.folder.turn().unlock();
    }
  }

  private void deleteUnnamed(Set<String> there, boolean held) throws IOException {
    // Of a picture whose release broke off half way, the file stands where the journal does not yet
    // say so.
    Set<String> named = parts.journal.named(there);
    for (String sha256 : there) {
      if (!named.contains(sha256)) {
        parts.folder.delete(sha256, held);
      }
    }
  }

  /// Whether a delivery is one of images.
  ///
  /// @param token the hash of its file, or the token of its folder
  public boolean takes(String token, Path archived) throws IOException {
    return parts.arrivals.files(token).isPresent()
        || (Files.exists(archived) && FileKind.holdsImages(archived));
  }

  /// What is known of images.
  public ImageJournal journal() {
    return parts.journal;
  }

  /// Loads a delivery, or continues where a killed process left it.
  ///
  /// @throws Unfit when nothing can be taken of it
  /// @throws IOException when a disk does not do its part; no fault of the delivery
  public ImageCounts load(Order order, Meter meter) throws IOException, Unfit {
    try {
      return loaded(order, meter);
    } finally {
      parts.arrivals.clear(order.token);
    }
  }

  private ImageCounts loaded(Order order, Meter meter) throws IOException, Unfit {
    Profile profile = parts.profiles.of(order.study);
    long id = order.delivery;
    parts.journal.begin(id, profile.name());
    Map<ArrivedFile, Trouble> troubles = new HashMap<>();
    List<ArrivedFile> files = files(order, troubles);
    var load = new ImageLoad(files, meter, threads);
    var survey = new HeaderSurvey(number -> order.study.patientKey().canonical(number));
    HeaderSurvey.Finding finding = load.survey(survey);
    troubles.forEach(finding.troubles()::put);
    var purpose = new InstanceWork.Purpose(order.study.name(), id);
    var accounts = new Accounts(profile);
    var places =
        new Recorder.Places(parts.journal, parts.folder, new Quarantine(parts.folder.quarantine()));
    var recorder = new Recorder(purpose, places, accounts);
    for (ArrivedFile file : files) {
      Trouble trouble = finding.troubles().get(file);
      if (trouble != null) {
        recorder.refuse(file, trouble);
      }
    }
    List<ArrivedFile> fit =
        finding.fit().stream().filter(file -> !troubles.containsKey(file)).toList();
    if (!order.dry) {
      Deidentifier first = parts.profiles.deidentifier(order.study);
      load.run(
          fit, first, one -> new InstanceWork(purpose, one, parts.folder, attributes), recorder);
      accounts
          .reports()
          .forEach((uid, report) ->
              parts.journal.report(order.study.name(), uid, id, report.toString()));
    }
    parts.pseudonymizer.rememberFiles(id, recorder.names());
    DicomFolder.sync(parts.folder.quarantine());
    long passed = (long) files.size() - fit.size() - finding.troubles().size();
    ImageCounts counts =
        order.dry
            ? ImageCounts.looked(files.size(), fit.size(), finding.troubles().size())
            : recorder.counts(files.size(), passed);
    parts.journal.count(id, counts);
    return counts;
  }

  /// The originals of a folder go; what was refused has its copy in quarantine.
  public void forget(String token) throws IOException {
    parts.arrivals.forget(token);
  }

  private List<ArrivedFile> files(Order order, Map<ArrivedFile, Trouble> troubles)
      throws IOException, Unfit {
    Optional<Path> folder = parts.arrivals.files(order.token);
    List<ArrivedFile> found = new ArrayList<>();
    if (folder.isPresent()) {
      for (Path path : ImageArrivals.regularFiles(folder.get())) {
        String name = folder.get().relativize(path).toString().replace('\\', '/');
        found.add(new ArrivedFile(found.size() + 1L, name, path));
      }
    } else if (!Files.exists(order.archived)) {
      throw new Unfit(
          "original-gone", "What was delivered is no longer here. Deliver it once more.");
    } else {
      String name = parts.pseudonymizer.name(order.delivery).orElse("");
      found.add(new ArrivedFile(1, name, order.archived));
    }
    List<ArrivedFile> files = new ArrayList<>();
    Path into = parts.arrivals.unpacked(order.token);
    for (ArrivedFile file : found) {
      // Archives are opened where they were put themselves, never within one another.
      if (!order.sent && isArchive(file)) {
        long bytesMax = inflatedBytesMax(Files.size(file.path()));
        Path place = into.resolve(Long.toString(file.ordinal()));
        Archive.Contents contents = Archive.unpack(file, place, files.size() + 1L, bytesMax);
        files.addAll(contents.files());
        troubles.putAll(contents.troubles());
      } else {
        files.add(new ArrivedFile(files.size() + 1L, file.name(), file.path()));
      }
    }
    return files;
  }

  /// A file that cannot be read is none: the look at its header tells of it.
  private static boolean isArchive(ArrivedFile file) {
    try {
      return FileKind.isArchive(FileKind.head(file.path()));
    } catch (IOException e) {
      return false;
    }
  }

  private long inflatedBytesMax(long archiveBytes) throws IOException {
    long free = parts.folder.freeBytes() - setting.freeBytesMin;
    long ratio = Math.max(INFLATED_BYTES_LEAST, archiveBytes * INFLATED_RATIO_MAX);
    return Math.max(0, Math.min(free, ratio));
  }
}
