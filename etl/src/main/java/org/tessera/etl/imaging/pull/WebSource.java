package org.tessera.etl.imaging.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.Tag;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.remote.WebPeer;

/// One that is searched by QIDO-RS and gives by WADO-RS.
///
/// @param access what it is shown
/// @param label of the deliveries its studies become
record WebSource(
    String address,
    WebPeer.Access access,
    Optional<SSLContext> tls,
    ImageIntake images,
    ImageArrivals.Label label)
    implements Source {
  private static final int PAGE = 500;
  private static final int INSTANCES_PER_DELIVERY_MAX = 2_000;
  private static final Set<Integer> OF_THE_ADDRESS =
      Set.of(StudyFilter.QUERY_LEVEL, Tag.SpecificCharacterSet);

  /// @throws IllegalArgumentException for what is no address
  WebSource {
    WebPeer.host(address);
  }

  @Override
  public String name() {
    return WebPeer.host(address);
  }

  @Override
  public Talk open() {
    return new Requests(WebPeer.of(address, access, tls));
  }

  private final class Requests implements Talk {
    private final WebPeer peer;

    private Requests(WebPeer peer) {
      this.peer = peer;
    }

    /// Page after page: an archive may give fewer at once than it is asked for.
    @Override
    public Found find(DataSet keys, int matchesMax) throws IOException {
      String question = question(keys);
      String own = identifier(keys);
      Set<String> known = new HashSet<>();
      List<DataSet> matches = new ArrayList<>();
      int before = -1;
      while (matches.size() > before) {
        before = matches.size();
        for (DataSet one : page(question, before)) {
          String uid = one.string(identifierTag(keys)).orElse("");
          if (known.add(uid) && matches.size() < matchesMax) {
            matches.add(one);
          }
        }
        if (matches.size() >= matchesMax || !own.isEmpty()) {
          break;
        }
      }
      return new Found(matches, matches.size() < matchesMax, Optional.empty());
    }

    private List<DataSet> page(String question, int offset) throws IOException {
      try {
        return peer.search(question + "limit=" + PAGE + "&offset=" + offset);
      } catch (InterruptedException _) {
        throw interrupted();
      }
    }

    @Override
    public Optional<String> fetch(Candidate one, LongConsumer arrived) throws IOException {
      var receiving = new Receiving(arrived);
      Optional<String> trouble = Optional.empty();
      try {
        peer.retrieve(
            one.uid(), file -> receiving.add(new BufferedInputStream(file)), images::hasRoom);
      } catch (WebPeer.Trouble e) {
        if (receiving.arrived == 0) {
          throw e;
        }
        trouble = Optional.of(e.words());
      } catch (InterruptedException _) {
        throw interrupted();
      } finally {
        receiving.handOver();
      }
      long expected = one.instances().orElse(0);
      if (trouble.isPresent() || receiving.arrived < expected) {
        return Optional.of(
            "of %,d instances %,d came%s."
                .formatted(
                    expected, receiving.arrived, trouble.map(words -> ": " + words).orElse("")));
      }
      return receiving.arrived == 0 ? Optional.of("the archive sent nothing.") : Optional.empty();
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  /// The node stops.
  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException();
  }

  /// Instances on their way into deliveries; what is whole stays, whatever comes of the others.
  private final class Receiving {
    private final LongConsumer told;
    private Optional<ImageArrivals.Arriving> group = Optional.empty();
    private long arrived;

    private Receiving(LongConsumer told) {
      this.told = told;
    }

    private void add(BufferedInputStream file) throws IOException {
      if (group.isEmpty()) {
        group = Optional.of(images.arrivals().open(label));
      }
      group.get().add(file);
      told.accept(++arrived);
      if (group.get().count() >= INSTANCES_PER_DELIVERY_MAX) {
        handOver();
      }
    }

    private void handOver() {
      group.ifPresent(ImageArrivals.Arriving::handOver);
      group = Optional.empty();
    }
  }

  /// What tells the answers of a level apart.
  private static int identifierTag(DataSet keys) {
    return switch (keys.string(StudyFilter.QUERY_LEVEL).orElse("")) {
      case "IMAGE" -> Tag.SOPInstanceUID;
      case "SERIES" -> Tag.SeriesInstanceUID;
      default -> Tag.StudyInstanceUID;
    };
  }

  private static String identifier(DataSet keys) {
    return keys.string(identifierTag(keys)).orElse("");
  }

  /// The keys of C-FIND as an address of PS3.18 section 10.6, up to its next parameter.
  private static String question(DataSet keys) {
    var question = new StringBuilder("/studies");
    Set<Integer> said = new HashSet<>(OF_THE_ADDRESS);
    int level = identifierTag(keys);
    if (level != Tag.StudyInstanceUID) {
      said.add(Tag.StudyInstanceUID);
      question.append('/').append(keys.string(Tag.StudyInstanceUID).orElse("")).append("/series");
    }
    if (level == Tag.SOPInstanceUID) {
      said.add(Tag.SeriesInstanceUID);
      question
          .append('/')
          .append(keys.string(Tag.SeriesInstanceUID).orElse(""))
          .append("/instances");
    }
    question.append('?');
    for (Element element : keys) {
      if (said.contains(element.tag())) {
        continue;
      }
      String tag = "%08X".formatted(element.tag());
      String value = String.join("\\", keys.strings(element.tag()));
      question
          .append(
              value.isEmpty() ? "includefield=" + tag : tag + "=" + URLEncoder.encode(value, UTF_8))
          .append('&');
    }
    return question.toString();
  }
}
