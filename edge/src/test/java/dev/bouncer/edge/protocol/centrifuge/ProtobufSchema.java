package dev.bouncer.edge.protocol.centrifuge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;

/** What the tests say of the schema that clients have, as Google's own code reads and writes it. */
final class ProtobufSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FileDescriptor FILE = file(
            message("Command", "id 1 uint32", "connect 4 ConnectRequest", "subscribe 5 Other", "unsubscribe 6 Other",
                    "publish 7 Other", "presence 8 Other", "presence_stats 9 Other", "history 10 Other",
                    "ping 11 Other", "send 12 Other", "rpc 13 Other", "refresh 14 Other", "sub_refresh 15 Other"),
            message("ConnectRequest", "token 1 string", "data 2 bytes", "name 4 string", "version 5 string"),
            message("Other", "token 1 string", "channel 3 string", "data 2 bytes"),
            message("Reply", "id 1 uint32", "error 2 Error", "connect 5 ConnectResult", "unsubscribe 7 Other",
                    "ping 12 Other", "refresh 14 RefreshResult"),
            message("Error", "code 1 uint32", "message 2 string"),
            message("ConnectResult", "client 1 string", "version 2 string", "expires 3 bool", "ttl 4 uint32",
                    "ping 7 uint32", "pong 8 bool"),
            message("RefreshResult", "client 1 string", "version 2 string", "expires 3 bool", "ttl 4 uint32"));

    private ProtobufSchema() {}

    /** A frame of commands; a line that is none stays what it is. */
    static byte[] commands(String lines) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (String line : lines.lines().toList()) {
            try {
                build(FILE.findMessageTypeByName("Command"), JSON.readTree(line)).writeDelimitedTo(frame);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                frame.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return frame.toByteArray();
    }

    /** The replies of a frame, one a line. */
    static String replies(byte[] frame) {
        List<String> lines = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(frame);
        try {
            DynamicMessage.Builder reply = DynamicMessage.newBuilder(FILE.findMessageTypeByName("Reply"));
            while (reply.mergeDelimitedFrom(in)) {
                lines.add(json(reply.build()).toString());
                reply.clear();
            }
        } catch (IOException e) {
            throw new AssertionError("no replies", e);
        }
        return String.join("\n", lines);
    }

    private static DynamicMessage build(Descriptor type, JsonNode json) {
        if (!json.isObject()) throw new IllegalArgumentException("no object");
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            FieldDescriptor field = type.findFieldByName(entry.getKey());
            if (field == null) throw new IllegalArgumentException("no such field");
            message.setField(field, value(field, entry.getValue()));
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, JsonNode json) {
        return switch (field.getJavaType()) {
            case INT -> {
                if (!json.isIntegralNumber() || json.longValue() >>> 32 != 0)
                    throw new IllegalArgumentException("no uint32");
                yield (int) json.longValue();
            }
            case STRING -> {
                if (!json.isTextual()) throw new IllegalArgumentException("no text");
                yield json.textValue();
            }
            case BYTE_STRING -> ByteString.copyFromUtf8(json.toString());
            case MESSAGE -> build(field.getMessageType(), json);
            case BOOLEAN, LONG, FLOAT, DOUBLE, ENUM -> throw new IllegalArgumentException("not in a command");
        };
    }

    private static ObjectNode json(DynamicMessage message) {
        if (!message.getUnknownFields().asMap().isEmpty())
            throw new AssertionError("unknown fields: " + message.getUnknownFields());
        ObjectNode json = JSON.createObjectNode();
        message.getAllFields().forEach((field, value) -> json.set(field.getName(),
                value instanceof DynamicMessage inner ? json(inner) : JSON.valueToTree(value)));
        return json;
    }

    private static DescriptorProto message(String name, String... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (String field : fields) {
            List<String> parts = List.of(field.split(" ", -1));
            FieldDescriptorProto.Builder described = message.addFieldBuilder().setName(parts.get(0))
                    .setNumber(Integer.parseInt(parts.get(1))).setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            switch (parts.get(2)) {
                case "uint32" -> described.setType(FieldDescriptorProto.Type.TYPE_UINT32);
                case "string" -> described.setType(FieldDescriptorProto.Type.TYPE_STRING);
                case "bytes" -> described.setType(FieldDescriptorProto.Type.TYPE_BYTES);
                case "bool" -> described.setType(FieldDescriptorProto.Type.TYPE_BOOL);
                default -> described.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(parts.get(2));
            }
        }
        return message.build();
    }

    private static FileDescriptor file(DescriptorProto... messages) {
        try {
            return FileDescriptor.buildFrom(
                    FileDescriptorProto.newBuilder().setName("client").addAllMessageType(List.of(messages)).build(),
                    new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }
}
