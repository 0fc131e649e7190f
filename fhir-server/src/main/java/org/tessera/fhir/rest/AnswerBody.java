package org.tessera.fhir.rest;

import java.io.IOException;
import java.io.OutputStream;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ObjectNode;

/// A resource on its way to the client: what is stored goes out as the bytes it is, unless the
/// client wants another form.
public sealed interface AnswerBody
    permits AnswerBody.Stored, AnswerBody.Tree, AnswerBody.Raw, ResourceBundle {
  /// The resource as a tree that may be changed.
  ObjectNode tree();

  /// Writes compact JSON.
  void writeJson(OutputStream out) throws IOException;

  /// A resource of the store.
  record Stored(StoredResource resource) implements AnswerBody {
    @Override
    public ObjectNode tree() {
      return resource.content().orElseThrow();
    }

    @Override
    public void writeJson(OutputStream out) throws IOException {
      out.write(resource.json());
    }
  }

  /// A resource made for the answer.
  record Tree(ObjectNode tree) implements AnswerBody {
    @Override
    public void writeJson(OutputStream out) throws IOException {
      out.write(FhirJson.write(tree));
    }
  }

  /// Something that is no resource and goes out as it is.
  ///
  /// @param type its media type, or empty where a header says so
  record Raw(String type, Writer writer) implements AnswerBody {
    @Override
    public ObjectNode tree() {
      throw Refusal.badRequest("the answer is no resource");
    }

    @Override
    public void writeJson(OutputStream out) throws IOException {
      writer.write(out);
    }
  }

  /// Writes bytes while they are read.
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }
}
