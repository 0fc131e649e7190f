package org.tessera.dicom;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Walks a data set and everything in it with a stack of its own.
final class Rewriting {
  private final ElementRule rule;

  /// A data set on its way: what is decided of it, and the sequence whose items are visited now.
  private static final class Step {
    final DataSet source;
    final DataSetEdit edit;
    int next;
    @Nullable SequenceElement open;
    boolean openChanged;
    int item;
    final List<DataSet> items = new ArrayList<>();

    Step(DataSet source, CharacterSet inherited) {
      this.source = source;
      this.edit = source.edit().inherit(inherited);
    }
  }

  Rewriting(ElementRule rule) {
    this.rule = rule;
  }

  DataSet apply(DataSet root) {
    return apply(root, root.inherited(), edit -> {});
  }

  /// @param inherited the character set around the root
  /// @param prepare what is done to the root before its items are visited
  DataSet apply(DataSet root, CharacterSet inherited, Consumer<DataSetEdit> prepare) {
    Deque<Step> steps = new ArrayDeque<>();
    steps.push(new Step(root, inherited));
    prepare.accept(steps.element().edit);
    while (true) {
      Step step = steps.element();
      DataSet child = advance(step);
      if (child != null) {
        steps.push(new Step(child, step.edit.characterSet()));
        continue;
      }
      steps.pop();
      DataSet done = step.edit.buildAsIs();
      if (steps.isEmpty()) {
        return done;
      }
      Step owner = steps.element();
      owner.openChanged |= done != step.source;
      owner.items.add(done);
    }
  }

  /// Goes on until an item must be visited first; nothing when the data set is through.
  private @Nullable DataSet advance(Step step) {
    while (true) {
      SequenceElement open = step.open;
      if (open != null) {
        if (step.item < open.rawItems().size()) {
          return open.rawItems().get(step.item++).dataSet();
        }
        Element closed = step.openChanged ? open.withItems(List.copyOf(step.items)) : open;
        step.edit.set(step.next - 1, closed);
        step.open = null;
        rule.leave();
        continue;
      }
      if (step.next == step.source.size()) {
        return null;
      }
      decide(step, step.source.element(step.next++));
    }
  }

  private void decide(Step step, Element element) {
    Optional<Element> decided = rule.apply(step.source, element);
    if (decided.isPresent() && decided.get() instanceof SequenceElement sequence) {
      step.open = sequence;
      step.openChanged = false;
      step.item = 0;
      step.items.clear();
      rule.enter(sequence);
    } else {
      step.edit.set(step.next - 1, decided.orElse(null));
    }
  }
}
