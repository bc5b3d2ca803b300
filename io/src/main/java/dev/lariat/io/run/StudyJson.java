package dev.lariat.io.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.lariat.model.Provenance;
import dev.lariat.study.candidate.Strength;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** How the records of a run directory's files become JSON, and JSON becomes them. */
final class StudyJson {
  /** Enums are their words; keys that a later version added are passed over. */
  static final JsonMapper MAPPER = JsonMapper.builder()
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      // A record's isNone() is a question, not a key.
      .changeDefaultVisibility(seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .addMixIn(Provenance.class, WithoutRows.class)
      .addModule(new SimpleModule().addSerializer(Strength.class, new StrengthWriter())
          .addDeserializer(Strength.class, new StrengthReader())
          .addSerializer(double.class, new NumberWriter())
          .addSerializer(Double.class, new NumberWriter())
          .addDeserializer(double.class, new NumberReader())
          .addDeserializer(Double.class, new NumberReader()))
      .build();

  private StudyJson() {}

  /** The model file has the hashes of the rows. */
  @JsonIgnoreProperties("rowHashes")
  private interface WithoutRows {}

  /** A number; an array for combinations; 0 where there is nothing to choose. */
  private static final class StrengthWriter extends ValueSerializer<Strength> {
    @Override
    public void serialize(Strength strength, JsonGenerator out, SerializationContext context) {
      if (strength.values().size() < 2) {
        out.writeNumber(strength.value());
        return;
      }
      out.writeStartArray();
      strength.values().forEach(out::writeNumber);
      out.writeEndArray();
    }
  }

  private static final class StrengthReader extends ValueDeserializer<Strength> {
    @Override
    public Strength deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        double value = in.getDoubleValue();
        return value == 0 ? Strength.ZERO : Strength.of(value);
      }
      List<Double> parts = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        parts.add(in.getDoubleValue());
      }
      return new Strength(parts);
    }
  }

  /** JSON has no NaN and no infinity: they are null. */
  private static final class NumberWriter extends ValueSerializer<Double> {
    @Override
    public void serialize(Double number, JsonGenerator out, SerializationContext context) {
      if (Double.isFinite(number)) {
        out.writeNumber(number);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class NumberReader extends ValueDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) {
      return in.getDoubleValue();
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      return Double.NaN;
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
