package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tessera.etl.imaging.HeldPictures;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.Instance;

/// Pictures that may show a name are nobody's to use until a person has decided.
class HeldPicturesTest extends NodeTest {
  private static final String PATIENT = "004-000001";
  private static final int PEOPLE = 8;

  private String studyUid = "";

  @BeforeEach
  void deliverOneThatMayShowAName() throws IOException {
    node.load("tiny", TestNode.workbook(TestNode.patients(PATIENT + ",male,1950,")));
    studyUid = node.pseudonymizer.secrets("tiny").uid(SmallImage.studyUid(1));
    deliver();
  }

  private Delivery deliver() throws IOException {
    var arriving =
        node.ingest.images().arrivals().open(new ImageArrivals.Label("tiny", "a folder", "inbox"));
    for (SmallImage image :
        List.of(
            SmallImage.of(PATIENT, 1, 1, 1),
            SmallImage.of(PATIENT, 1, 2, 2).with("BurnedInAnnotation", "YES"))) {
      arriving.add(new ByteArrayInputStream(image.bytes()));
    }
    Delivery delivery = node.journal.find(arriving.close()).orElseThrow();
    node.ingest.drain();
    return delivery;
  }

  private HeldPictures held() {
    return node.ingest.images().held();
  }

  private Instance picture() {
    return held().list(10).getFirst();
  }

  private List<String> usable() {
    return node.ingest.images().journal().usable("tiny", studyUid).stream()
        .map(Instance::uid)
        .toList();
  }

  private List<String> heldFiles() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("quarantine"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private long told() {
    return node.sql
        .fetchSingle("select digest->>'instances' from etl.imaging_study")
        .get(0, Long.class);
  }

  private void everythingAgrees() {
    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .allMatch(Verification.Check::holds);
  }

  @Test
  void a_released_picture_is_one_like_the_others() throws IOException {
    Instance picture = picture();
    assertThat(usable()).hasSize(1).doesNotContain(picture.uid());
    assertThat(told()).isEqualTo(1);
    everythingAgrees();

    assertThat(held().release("tiny", picture.uid())).isPresent();
    node.ingest.drain();

    assertThat(held().of("tiny", studyUid)).isEmpty();
    assertThat(usable()).hasSize(2).contains(picture.uid());
    assertThat(told()).isEqualTo(2);
    assertThat(heldFiles()).isEmpty();
    assertThat(held().release("tiny", picture.uid())).isEmpty();
    everythingAgrees();
  }

  @Test
  void a_released_picture_that_comes_again_need_not_be_looked_at_again() throws IOException {
    held().release("tiny", picture().uid());
    Delivery again = deliver();

    assertThat(node.ingest.images().journal().counts(again.id()).orElseThrow().same()).isEqualTo(2);
    assertThat(heldFiles()).isEmpty();
    everythingAgrees();
  }

  @Test
  void a_discarded_picture_is_gone_with_its_file() throws IOException {
    assertThat(held().discard("tiny", picture().uid())).isPresent();
    node.ingest.drain();

    assertThat(usable()).hasSize(1);
    assertThat(told()).isEqualTo(1);
    assertThat(heldFiles()).isEmpty();
    everythingAgrees();
  }

  @Test
  void of_people_who_decide_at_once_one_does() throws Exception {
    String uid = picture().uid();
    long decided = 0;
    try (ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
      List<Callable<Optional<Instance>>> decisions =
          Stream.<Callable<Optional<Instance>>>generate(() -> () -> held().release("tiny", uid))
              .limit(PEOPLE)
              .flatMap(release -> Stream.of(release, () -> held().discard("tiny", uid)))
              .toList();
      for (Future<Optional<Instance>> one : people.invokeAll(decisions)) {
        decided += one.get().isPresent() ? 1 : 0;
      }
    }
    assertThat(decided).isEqualTo(1);
    assertThat(heldFiles()).isEmpty();
    everythingAgrees();
  }

  @Test
  void a_file_no_instance_names_is_told_of() throws IOException {
    Path stray = home.resolve("dicom").resolve("ab").resolve("ab".repeat(32));
    Files.createDirectories(stray.getParent());
    Files.write(stray, new byte[] {1});

    assertThat(new ImageChecks(node.database.dataSource(), node.ingest.images().folder()).checks())
        .filteredOn(check -> !check.holds())
        .containsExactly(new Verification.Check("files of images no instance names", 0, 1));
  }
}
