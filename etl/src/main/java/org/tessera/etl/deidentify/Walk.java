package org.tessera.etl.deidentify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.ElementRule;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.check.AttributeTypes;
import org.tessera.dicom.check.AttributeTypes.Demand;
import org.tessera.etl.deidentify.ChangeLog.Deed;
import org.tessera.etl.deidentify.ChangeLog.Entry;
import org.tessera.etl.deidentify.ChangeLog.Place;

/// Goes through one data set at every depth and applies a profile's rule to each element.
final class Walk implements ElementRule {
  private static final TagRule MISPLACED =
      new TagRule(Action.REMOVE, "no such representation there");
  private static final TagRule SAFE = new TagRule(Action.CLEAN, "retain-safe-private");
  private static final String CONTENT = "not what its representation promises, or identifying";

  private final RuleTable table;
  private final AttributeTypes types;
  private final ValueTreatment values;
  private final List<Entry> log = new ArrayList<>();
  private final Deque<Boolean> dummies = new ArrayDeque<>();
  private final Deque<Place> places = new ArrayDeque<>();
  private int[] path = new int[8];
  private int depth;
  private boolean dummyNext;

  Walk(RuleTable table, AttributeTypes types, ValueTreatment values, Place root) {
    this.table = table;
    this.types = types;
    this.values = values;
    places.push(root);
    dummies.push(false);
  }

  /// What was done, one entry an element.
  List<Entry> log() {
    return log;
  }

  @Override
  public void enter(SequenceElement sequence) {
    if (depth + 2 > path.length) {
      path = Arrays.copyOf(path, path.length * 2);
    }
    path[depth++] = sequence.tag();
    places.push(places.element().child(sequence.tag()));
    dummies.push(dummyNext);
  }

  @Override
  public void leave() {
    depth--;
    places.pop();
    dummies.pop();
  }

  @Override
  public Optional<Element> apply(DataSet owner, Element element) {
    int tag = element.tag();
    if (Tag.isPrivate(tag) && table.safePrivate().keeps(owner, tag)) {
      return privately(owner, element);
    }
    TagRule rule = table.find(tag, element.vr());
    Action action = rule.action().isCompound() ? rule.action().resolve(demand(tag)) : rule.action();
    if (dummies.element() && action != Action.REMOVE && !(element instanceof SequenceElement)) {
      action = action == Action.UID || element.vr() == Vr.UI ? Action.UID : Action.DUMMY;
    }
    if (action == Action.REMOVE) {
      return removed(tag, rule);
    }
    return switch (element) {
      case SequenceElement sequence -> sequence(sequence, action, rule);
      case EncapsulatedElement pixels ->
          tag == Tag.PixelData ? Optional.of(pixels) : removed(tag, MISPLACED);
      case ValueElement value -> value(owner, value, new TagRule(action, rule.source()));
    };
  }

  private Demand demand(int tag) {
    path[depth] = tag;
    return types.of(path, depth + 1);
  }

  private void note(int tag, Deed deed, String source) {
    log.add(places.element().child(tag).entry(deed, source));
  }

  private Optional<Element> removed(int tag, TagRule rule) {
    note(tag, Deed.REMOVED, rule.source());
    return Optional.empty();
  }

  private Optional<Element> sequence(SequenceElement sequence, Action action, TagRule rule) {
    if (!Representation.isSequence(sequence.tag())) {
      return removed(sequence.tag(), MISPLACED);
    }
    if (action == Action.EMPTY) {
      note(sequence.tag(), Deed.EMPTIED, rule.source());
      return Optional.of(SequenceElement.of(sequence.tag(), List.of()));
    }
    dummyNext = dummies.element() || action == Action.DUMMY;
    if (action == Action.DUMMY) {
      note(sequence.tag(), Deed.REPLACED_BY_DUMMY, rule.source());
    }
    return Optional.of(sequence.hasStrayBytes() ? sequence.withItems(sequence.items()) : sequence);
  }

  /// A creator stays as it is; of its safe elements what is readable.
  private Optional<Element> privately(DataSet owner, Element element) {
    if (!(element instanceof ValueElement value)) {
      return removed(element.tag(), MISPLACED);
    }
    if (Tag.isPrivateCreator(element.tag())) {
      return Optional.of(values.creator(owner, value));
    }
    return value(owner, Representation.privately(value), SAFE);
  }

  private Optional<Element> value(DataSet owner, ValueElement read, TagRule rule) {
    int tag = read.tag();
    ValueElement value = Representation.meant(read);
    if (rule.action() == Action.DUMMY) {
      return dummy(value, rule.source());
    }
    if (rule.action() == Action.EMPTY) {
      return emptied(value, rule.source());
    }
    if (value.length() == 0) {
      return Optional.of(value);
    }
    Optional<ValueElement> treated =
        rule.action() == Action.UID || rule.action() == Action.PSEUDONYM
            ? values.apply(rule.action(), owner, value)
            : Representation.fits(value)
                ? values.apply(rule.action(), owner, value)
                : Optional.empty();
    if (treated.isEmpty()) {
      return lost(value, rule);
    }
    if (treated.get() != read) {
      note(tag, deed(rule.action()), rule.source());
    }
    return Optional.of(treated.get());
  }

  private static Deed deed(Action action) {
    return switch (action) {
      case UID -> Deed.UID_REPLACED;
      case SHIFT -> Deed.DATE_SHIFTED;
      case PSEUDONYM -> Deed.PSEUDONYM;
      default -> Deed.CLEANED;
    };
  }

  /// Nothing of the value may stay: what the type allows least takes its place.
  private Optional<Element> lost(ValueElement value, TagRule rule) {
    String source = rule.action() == Action.CLEAN ? rule.source() : CONTENT;
    if (Tag.isPrivate(value.tag())) {
      return removed(value.tag(), new TagRule(Action.REMOVE, source));
    }
    return switch (Action.lost(demand(value.tag()))) {
      case REMOVE -> removed(value.tag(), new TagRule(Action.REMOVE, source));
      case EMPTY -> emptied(value, source);
      default -> dummy(value, source);
    };
  }

  private Optional<Element> emptied(ValueElement value, String source) {
    if (value.length() == 0) {
      return Optional.of(value);
    }
    note(value.tag(), Deed.EMPTIED, source);
    return Optional.of(ValueElement.of(value.tag(), Representation.of(value), new byte[0]));
  }

  private Optional<Element> dummy(ValueElement value, String source) {
    if (value.length() == 0) {
      return Optional.of(value);
    }
    note(value.tag(), Deed.REPLACED_BY_DUMMY, source);
    return Optional.of(values.dummy(value.tag(), Representation.of(value)));
  }
}
