package io.github.refundworker.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/** Either Jackson as it comes, without a module or a setting. */
enum Jackson {
    TWO {
        @Override
        <T> T read(byte[] json, Class<T> type) {
            try {
                return new ObjectMapper().readValue(json, type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        String write(Object message) {
            try {
                return new ObjectMapper().writeValueAsString(message);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    THREE {
        @Override
        <T> T read(byte[] json, Class<T> type) {
            return JsonMapper.shared().readValue(json, type);
        }

        @Override
        String write(Object message) {
            return JsonMapper.shared().writeValueAsString(message);
        }
    };

    abstract <T> T read(byte[] json, Class<T> type);

    abstract String write(Object message);
}
