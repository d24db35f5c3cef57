"""Shapes of requests and answers; the OpenAPI document is made of them."""
