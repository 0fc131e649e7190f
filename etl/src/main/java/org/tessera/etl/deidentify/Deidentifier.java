package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Vr;
import org.tessera.dicom.check.AttributeTypes;
import org.tessera.etl.deidentify.ChangeLog.Deed;
import org.tessera.etl.deidentify.ChangeLog.Place;
import org.tessera.etl.deidentify.Outcome.Placement;
import org.tessera.etl.pseudonym.ImagePseudonyms;

/// De-identifies files one after the other by one profile, and tells what it did to each.
/// Deterministic: the same file under the same key becomes the same bytes, whatever came before it.
/// One thread uses one; [#sibling()] makes another that shares the new names.
public final class Deidentifier {
  private static final int SEARCHES_MAX = 200;
  private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

  private final Profile profile;
  private final SharedRules rules;
  private final Names names;
  private final Place root = Place.root();
  private final Marks marks;
  private List<ChangeLog.Entry> last = List.of();
  private final Map<Asked, TokenSearch> searches =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, TokenSearch> eldest) {
          return size() > SEARCHES_MAX;
        }
      };

  private Deidentifier(Profile profile, SharedRules rules, Names names) {
    this.profile = profile;
    this.rules = rules;
    this.names = names;
    this.marks = new Marks(profile);
  }

  /// De-identifies by a profile.
  ///
  /// @param pseudonyms of the node and study, or forgotten ones where the profile wants that
  /// @param canonical the one spelling of a patient's number, as a study's forms have it; throws
  ///   IllegalArgumentException for what is no patient number
  public static Deidentifier of(
      Profiles profiles,
      Profile profile,
      ImagePseudonyms pseudonyms,
      UnaryOperator<String> canonical) {
    return new Deidentifier(profile, profiles.shared(), new Names(pseudonyms, canonical));
  }

  /// Another one for another thread, with the same new names.
  public Deidentifier sibling() {
    return new Deidentifier(profile, rules, names);
  }

  /// What the SOP instance or study instance UID of a file becomes.
  public String newUid(String uid) {
    return profile.table().find(Tag.SOPInstanceUID, Vr.UI).action() == Action.KEEP
        ? uid
        : names.uid(uid);
  }

  /// De-identifies a file. What it returns refers to large values of the original, so that file
  /// must stay until the new one is written.
  ///
  /// @throws IllegalArgumentException when the file was read without its pixels
  public Outcome apply(DicomFile file) {
    if (file.isHeaderOnly()) {
      throw new IllegalArgumentException("the file was read without its pixels");
    }
    DataSet before = file.dataSet();
    String sopClass = before.string(Tag.SOPClassUID).orElse("");
    if (sopClass.equals(MEDIA_DIRECTORY) || before.contains(0x00041220)) {
      return new Outcome.Refused("a media directory; the files it lists are taken one by one");
    }
    if (before.string(Tag.StudyInstanceUID).isEmpty()
        || before.string(Tag.SOPInstanceUID).isEmpty()) {
      return new Outcome.Refused("no study or no instance UID: it belongs nowhere");
    }
    Person person;
    try {
      String number = before.string(Tag.PatientID).orElse("");
      String study = before.string(Tag.StudyInstanceUID).orElse("");
      person = Person.of(names, number, study, profile.treatment());
    } catch (IllegalArgumentException _) {
      return new Outcome.Refused("Patient ID (0010,0020) is no patient number of the study");
    }
    return apply(file, person, sopClass);
  }

  private Outcome apply(DicomFile file, Person person, String sopClass) {
    DataSet before = file.dataSet();
    TokenSearch search = search(before);
    var values = new ValueTreatment(rules, profile, person, search);
    var walk = new Walk(profile.table(), AttributeTypes.of(sopClass), values, root);
    DataSet walked = before.rewrite(walk);
    PixelRules.Judgement judgement = rules.pixels().judge(before);
    boolean pixels = walked.contains(Tag.PixelData);
    Set<String> reasons =
        new LinkedHashSet<>(pixels || isDocument(before) ? judgement.reasons() : Set.of());
    Set<String> remarks = new LinkedHashSet<>(pixels ? judgement.faces() : Set.of());
    if (profile.has(Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES)) {
      reasons.addAll(remarks);
    }
    TransferSyntax syntax = file.transferSyntax();
    boolean blanked = false;
    if (judgement.mask().isPresent() && pixels) {
      switch (Blanking.apply(walked, syntax, judgement.mask().get())) {
        case Blanking.Blanked(DataSet dataSet, TransferSyntax stored) -> {
          walked = dataSet;
          syntax = stored;
          reasons.removeAll(judgement.reasons());
          blanked = true;
        }
        case Blanking.Impossible(String reason) -> reasons.add(reason);
      }
    }
    DataSet after =
        marks.put(walked, before, new Marks.Facts(person.pseudonym(), blanked, !remarks.isEmpty()));
    return finished(file.withDataSet(after), syntax, walk, new Findings(reasons, remarks, blanked));
  }

  /// Instances of a study say the same of their patient, mostly.
  private TokenSearch search(DataSet dataSet) {
    var asked = new Asked(Identity.claims(dataSet, rules, profile.table()), dataSet.characterSet());
    return searches.computeIfAbsent(
        asked, _ -> Identity.search(asked.claims, rules.cleaner(), asked.set));
  }

  private record Asked(List<Identity.Claim> claims, CharacterSet set) {}

  private record Findings(Set<String> reasons, Set<String> remarks, boolean blanked) {}

  private static boolean isDocument(DataSet dataSet) {
    return dataSet.contains(0x00420011);
  }

  private Outcome finished(DicomFile changed, TransferSyntax syntax, Walk walk, Findings findings) {
    DicomFile recoded =
        changed.transferSyntax() == syntax ? changed : changed.withTransferSyntax(syntax);
    DicomFile fresh = recoded.withFreshMeta();
    DataSet after = fresh.dataSet();
    var placement =
        new Placement(
            after.string(Tag.PatientID).orElse(""),
            after.string(Tag.StudyInstanceUID).orElse(""),
            after.string(Tag.SeriesInstanceUID).orElse(""),
            after.string(Tag.SOPInstanceUID).orElse(""));
    last = new ArrayList<>(walk.log());
    if (findings.blanked) {
      last.add(root.child(Tag.PixelData).entry(Deed.BLANKED, "pixel-regions"));
    }
    return findings.reasons.isEmpty()
        ? new Outcome.Cleared(fresh, placement, List.copyOf(findings.remarks))
        : new Outcome.Held(fresh, placement, List.copyOf(findings.reasons));
  }

  /// What was done to the last file, for whoever learns later whether it is taken.
  public Done done() {
    return new Done(last);
  }

  /// What was done to one file, attribute by attribute; names no value of it.
  public static final class Done {
    private final List<ChangeLog.Entry> changes;

    private Done(List<ChangeLog.Entry> changes) {
      this.changes = List.copyOf(changes);
    }

    List<ChangeLog.Entry> changes() {
      return changes;
    }
  }

  Profile profile() {
    return profile;
  }
}
